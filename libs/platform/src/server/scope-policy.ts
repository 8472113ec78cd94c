/** The columns of a table that say whose a row is; each is optional, at least one is given. */
export interface ScopeColumns {
  /** Division code (区划代码), matched by prefix. */
  division?: string;
  /** Organisation id. */
  org?: string;
  /** Person id (the senior). */
  person?: string;
  /** Carer id, or with `carers` an array of them. */
  carer?: string;
  carers?: string;
}

/**
 * SQL that puts a table under row-level security: a row is seen and written only inside the transaction's
 * `heling.scope` (see `scope_divisions()` and its sisters in the platform migration). No scope, no rows.
 */
export function scopePolicy(table: string, columns: ScopeColumns): string {
  const terms = [
    columns.division && `${columns.division} ^@ ANY ((SELECT scope_divisions())::text[])`,
    columns.org && `${columns.org} = ANY ((SELECT scope_orgs())::bigint[])`,
    columns.person && `${columns.person} = ANY ((SELECT scope_persons())::bigint[])`,
    columns.carer && `${columns.carer} = ANY ((SELECT scope_carers())::bigint[])`,
    columns.carers && `${columns.carers} && (SELECT scope_carers())::bigint[]`,
  ].filter(Boolean);
  return `
    ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
    CREATE POLICY scope ON ${table} TO heling_app USING (${terms.join(' OR ')});
    ${grant(table)}`;
}

/** SQL that lets the application's role read and write a table that is not scoped. */
export function grant(table: string, privileges = 'SELECT, INSERT, UPDATE, DELETE'): string {
  return `GRANT ${privileges} ON ${table} TO heling_app;`;
}
