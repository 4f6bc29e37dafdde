/** One step of the schema. Frozen once shipped; numbers rise in steps of ten. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
}
