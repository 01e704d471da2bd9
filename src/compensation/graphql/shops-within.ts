/** The shops a list may show: those permitted (null: all), narrowed to the one asked for. One that is not permitted leaves none. */
export function shopsWithin(permitted: readonly string[] | null, asked: string | null): readonly string[] | null {
  if (asked === null) return permitted;
  return permitted === null || permitted.includes(asked) ? [asked] : [];
}
