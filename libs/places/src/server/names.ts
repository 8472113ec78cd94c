/** SQL of the names of a division's county, street and community, joined by a space; for a code in `column`. */
export function divisionName(column: string): string {
  return `coalesce((SELECT string_agg(n.name, ' ' ORDER BY n.code) FROM divisions n
    WHERE n.code IN (left(${column}, 6), left(${column}, 9), ${column}) AND (n.level <> 'city' OR n.code = ${column})), ${column})`;
}
