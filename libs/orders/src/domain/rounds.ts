export interface Place {
  lng: number;
  lat: number;
}

/** Kilometres between two places; the city is small enough for a flat map. */
export function kilometres(a: Place, b: Place): number {
  const x = (b.lng - a.lng) * 111.32 * Math.cos(((a.lat + b.lat) * Math.PI) / 360);
  const y = (b.lat - a.lat) * 110.57;
  return Math.hypot(x, y);
}

/**
 * Shares stops between `couriers` rounds of nearly equal length: sorted by direction from the kitchen, cut into equal
 * parts, each walked from the nearest to the nearest next. Every stop is in exactly one round.
 */
export function shareStops<T extends Place>(kitchen: Place, stops: readonly T[], couriers: number): T[][] {
  const angle = (stop: T) => Math.atan2(stop.lat - kitchen.lat, stop.lng - kitchen.lng);
  const sorted = [...stops].sort((a, b) => angle(a) - angle(b));
  return Array.from({ length: couriers }, (_, i) => {
    const from = Math.round((i * sorted.length) / couriers);
    const to = Math.round(((i + 1) * sorted.length) / couriers);
    return walk(kitchen, sorted.slice(from, to));
  });
}

function walk<T extends Place>(start: Place, stops: T[]): T[] {
  const left = [...stops];
  const path: T[] = [];
  let here = start;
  while (left.length > 0) {
    let nearest = 0;
    for (let i = 1; i < left.length; i += 1) {
      if (kilometres(here, left[i]!) < kilometres(here, left[nearest]!)) nearest = i;
    }
    const [stop] = left.splice(nearest, 1);
    path.push(stop!);
    here = stop!;
  }
  return path;
}
