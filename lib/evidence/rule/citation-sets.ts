/** Sets of paragraphs of 45 CFR that the sources of the conformance pack cite together. */

/** Nothing is open to the world. */
export const publicAccess = [
  '164.308(a)(3)(i)',
  '164.308(a)(4)(ii)(A)',
  '164.308(a)(4)(ii)(C)',
  '164.312(a)(1)',
  '164.312(e)(1)',
] as const;
/** Least privilege. */
export const privileges = [
  '164.308(a)(3)(i)',
  '164.308(a)(3)(ii)(A)',
  '164.308(a)(3)(ii)(B)',
  '164.308(a)(4)(i)',
  '164.308(a)(4)(ii)(A)',
  '164.308(a)(4)(ii)(B)',
  '164.308(a)(4)(ii)(C)',
  '164.312(a)(1)',
] as const;
/** Access through machines and builds. */
export const instanceAccess = [
  '164.308(a)(3)(i)',
  '164.308(a)(4)(ii)(A)',
  '164.308(a)(4)(ii)(C)',
  '164.312(a)(1)',
] as const;
/** Ports that the world may reach. */
export const openPorts = [
  '164.308(a)(3)(i)',
  '164.308(a)(3)(ii)(B)',
  '164.308(a)(4)(i)',
  '164.308(a)(4)(ii)(A)',
  '164.308(a)(4)(ii)(B)',
  '164.308(a)(4)(ii)(C)',
  '164.312(a)(1)',
  '164.312(e)(1)',
] as const;
/** Encryption at rest. */
export const atRest = ['164.312(a)(2)(iv)', '164.312(e)(2)(ii)'] as const;
/** Encryption on the way. */
export const inTransit = ['164.312(a)(2)(iv)', '164.312(e)(1)', '164.312(e)(2)(i)', '164.312(e)(2)(ii)'] as const;
/** Backups. */
export const copies = ['164.308(a)(7)(i)', '164.308(a)(7)(ii)(A)', '164.308(a)(7)(ii)(B)'] as const;
/** Backups that an emergency rests on. */
export const emergencyCopies = [
  '164.308(a)(7)(i)',
  '164.308(a)(7)(ii)(A)',
  '164.308(a)(7)(ii)(B)',
  '164.308(a)(7)(ii)(C)',
  '164.310(d)(2)(iv)',
  '164.312(a)(2)(ii)',
] as const;
/** What stays up. */
export const availability = ['164.308(a)(7)(i)', '164.308(a)(7)(ii)(C)'] as const;
/** Records of access. */
export const accessLogs = ['164.308(a)(3)(ii)(A)', '164.312(b)'] as const;
/** Group health plans. */
export const planSponsor = [
  '164.314(b)(1)',
  '164.314(b)(2)',
  '164.314(b)(2)(i)',
  '164.314(b)(2)(ii)',
  '164.314(b)(2)(iii)',
  '164.314(b)(2)(iv)',
] as const;
