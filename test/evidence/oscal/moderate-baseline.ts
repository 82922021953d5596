/**
 * The controls of NIST SP 800-53 Rev. 5, MODERATE baseline, without enhancements: usnistgov/oscal-content at 159073e,
 * `NIST_SP-800-53_rev5_MODERATE-baseline_profile.json`.
 */
export const moderateBaseline: ReadonlySet<string> = new Set(
  [
    'ac-1 ac-2 ac-3 ac-4 ac-5 ac-6 ac-7 ac-8 ac-11 ac-12 ac-14 ac-17 ac-18 ac-19 ac-20 ac-21 ac-22',
    'at-1 at-2 at-3 at-4',
    'au-1 au-2 au-3 au-4 au-5 au-6 au-7 au-8 au-9 au-11 au-12',
    'ca-1 ca-2 ca-3 ca-5 ca-6 ca-7 ca-9',
    'cm-1 cm-2 cm-3 cm-4 cm-5 cm-6 cm-7 cm-8 cm-9 cm-10 cm-11 cm-12',
    'cp-1 cp-2 cp-3 cp-4 cp-6 cp-7 cp-8 cp-9 cp-10',
    'ia-1 ia-2 ia-3 ia-4 ia-5 ia-6 ia-7 ia-8 ia-11 ia-12',
    'ir-1 ir-2 ir-3 ir-4 ir-5 ir-6 ir-7 ir-8',
    'ma-1 ma-2 ma-3 ma-4 ma-5 ma-6',
    'mp-1 mp-2 mp-3 mp-4 mp-5 mp-6 mp-7',
    'pe-1 pe-2 pe-3 pe-4 pe-5 pe-6 pe-8 pe-9 pe-10 pe-11 pe-12 pe-13 pe-14 pe-15 pe-16 pe-17',
    'pl-1 pl-2 pl-4 pl-8 pl-10 pl-11',
    'ps-1 ps-2 ps-3 ps-4 ps-5 ps-6 ps-7 ps-8 ps-9',
    'ra-1 ra-2 ra-3 ra-5 ra-7 ra-9',
    'sa-1 sa-2 sa-3 sa-4 sa-5 sa-8 sa-9 sa-10 sa-11 sa-15 sa-22',
    'sc-1 sc-2 sc-4 sc-5 sc-7 sc-8 sc-10 sc-12 sc-13 sc-15 sc-17 sc-18 sc-20 sc-21 sc-22 sc-23 sc-28 sc-39',
    'si-1 si-2 si-3 si-4 si-5 si-7 si-8 si-10 si-11 si-12 si-16',
    'sr-1 sr-2 sr-3 sr-5 sr-6 sr-8 sr-10 sr-11 sr-12',
  ].flatMap((family) => family.split(' ')),
);
