/** One value that is otherwise now: what it was, what it is, and what the person wants. */
export interface ChangeRow {
  readonly key: string;
  readonly name: string;
  /** Where it stands in the object, as a JSON pointer. */
  readonly path?: string;
  readonly before: string;
  readonly after: string;
  readonly wanted?: string | undefined;
}

/** W8: what somebody else changed, value by value. */
export function ChangesTable({ rows }: { readonly rows: readonly ChangeRow[] }) {
  const wanted = rows.some((row) => row.wanted !== undefined);
  return (
    <table className="table changes">
      <thead>
        <tr>
          <th>Changed</th>
          <th className="right">You started from</th>
          <th className="right">Now in the cluster</th>
          {wanted && <th className="right">You want</th>}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <td>
              <span className="medium">{row.name}</span>
              {row.path !== undefined && <small className="mono">{row.path}</small>}
            </td>
            <td className="right">{row.before}</td>
            <td className="right">
              <mark className="changed">{row.after}</mark>
            </td>
            {wanted && <td className="right strong">{row.wanted ?? <span className="muted">as it is now</span>}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
