/** Names that break what does not escape: markup, quotes, formulas, links, scripts that run right to left. */
export const hostile = {
  practices: [{ id: 'derm', name: '<script>alert("x")</script> \'"& مستشفى ](http://x) {0}' }],
  organisation: { name: '=HYPERLINK("http://x","市民病院 🩺")' },
  compliance: {
    addressable: [
      {
        item: '164.308(a)(5)(ii)(A)',
        state: 'not applicable',
        rationale: '=cmd|\' /C calc\'!A0, and "quoted"; @SUM(1) <script>alert(1)</script> שלום',
        approver: '+49 <b>Dr. "O\'Neil"</b>',
        reviewed: '2026-01-05',
        nextReview: '2027-01-05',
      },
    ],
  },
};
