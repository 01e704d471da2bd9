/** What a mutation on a ticket answered. */
export type Answer = Record<string, unknown> & { readonly ticket: { readonly id: string; readonly version: number } | null };

/** The id of the object of this name in it. */
export function idOf(answer: Answer, name: string): string {
  const object = answer[name] as { id?: string } | null;
  if (!object?.id) throw new Error(`the answer brought no ${name}`);
  return object.id;
}
