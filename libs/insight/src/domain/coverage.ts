/** Minutes of the quarter-hour circle (一刻钟养老服务圈). */
export const CIRCLE_MINUTES = 15;
/** How much longer a road is than the straight line, on average. */
export const DETOUR = 1.3;

export interface Spot {
  lng: number;
  lat: number;
}

/** Straight-line kilometres that a speed (km/h) reaches in the quarter of an hour by roads with detours. */
export function reachOf(kmh: number): number {
  return (kmh * CIRCLE_MINUTES) / 60 / DETOUR;
}

/** Kilometres between two spots; plane geometry is exact enough within one city (0.1 %). */
export function kilometres(a: Spot, b: Spot): number {
  const perDegree = 111.32;
  const east = (a.lng - b.lng) * Math.cos((((a.lat + b.lat) / 2) * Math.PI) / 180);
  return perDegree * Math.hypot(east, a.lat - b.lat);
}

/** The nearest of `centres` to a spot; null when there is none. */
export function nearest<C extends Spot>(spot: Spot, centres: readonly C[]): { centre: C; km: number } | null {
  let best: { centre: C; km: number } | null = null;
  for (const centre of centres) {
    const km = kilometres(spot, centre);
    if (!best || km < best.km) best = { centre, km };
  }
  return best;
}
