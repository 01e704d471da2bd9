/** How much of a row is read along with the row that names it: what a list shows of it, or all. */
export type Extent = 'NAME' | 'ALL';

/**
 * A row that another one names, read in the same statement: a trip to the database less, and of fifty rows the two columns that are shown instead of
 * a dozen. Its columns come under names of their own (`customer.name`) beside those of the row that names it.
 */
export class Joined<Row extends { readonly id: string }> {
  private readonly fields: Readonly<Record<Extent, readonly string[]>>;

  /** `columns`: by their names in code, all but the id. `naming`: those of extent NAME, the first of them one that is never null. */
  constructor(
    private readonly table: string,
    private readonly columns: Readonly<Record<Exclude<keyof Row, 'id'>, string>>,
    private readonly naming: readonly Exclude<keyof Row & string, 'id'>[],
  ) {
    this.fields = { NAME: naming, ALL: Object.keys(columns) };
  }

  select(extent: Extent): string {
    return this.fields[extent].map((field) => `, ${this.table}.${this.columns[field as Exclude<keyof Row, 'id'>]} AS "${this.table}.${field}"`).join('');
  }

  /** `id`: the column that names it, of the table whose alias it begins with. */
  join(id: `${string}.${string}`): string {
    const [by] = id.split('.');
    return ` LEFT JOIN ${this.table} ON ${this.table}.merchant_id = ${by}.merchant_id AND ${this.table}.id = ${id}`;
  }

  /** The row that was read along; null when none was. Of extent NAME it has nothing but its name, so it is for that selection alone. */
  within(row: object, id: string): Row | null {
    const values = row as Readonly<Record<string, unknown>>;
    if ((values[`${this.table}.${this.naming[0]}`] ?? null) === null) return null;
    const fields = this.fields[`${this.table}.${this.fields.ALL.at(-1)}` in values ? 'ALL' : 'NAME'];
    const found: Record<string, unknown> = { id };
    for (const field of fields) found[field] = values[`${this.table}.${field}`];
    return found as Row;
  }
}
