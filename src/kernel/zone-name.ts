/**
 * Names that ICU knows and the IANA database does not: abbreviations, most of which mean another place to others. CST is Chicago to it and China to a
 * shop, BST is Dhaka and not London.
 */
const ABBREVIATED = /^(?:A[CES]T|AGT|ART|B[ES]T|CAT|CNT|CST|CTT|EAT|ECT|IET|IST|JST|MIT|NET|NST|P[LNRS]T|SST|VST|SystemV\/.*)$/i;

/** Whether this may be the name of a zone in the IANA database: no offset such as +08:00, which knows no daylight saving, and no abbreviation. */
export function mayNameZone(name: string): boolean {
  return /^[A-Za-z]/.test(name) && !ABBREVIATED.test(name);
}
