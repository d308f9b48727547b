/** Strings that many objects share (label keys and values, images, names of owners), each held in memory once. */
export type Intern = (text: string) => string;

const MAX_LENGTH = 200;
/** A full table is begun anew: what it shared stays shared, and churn cannot make it grow for ever. */
const MAX_ENTRIES = 50_000;

export function createIntern(): Intern {
  let table = new Map<string, string>();
  return (text) => {
    if (text.length > MAX_LENGTH) return text;
    const known = table.get(text);
    if (known !== undefined) return known;
    if (table.size >= MAX_ENTRIES) table = new Map();
    table.set(text, text);
    return text;
  };
}
