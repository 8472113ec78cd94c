export interface Position {
  lng: number;
  lat: number;
  accuracy: number;
}
const PATIENCE_MS = 8000;

/** Where the phone is now (WGS 84); null when it does not say within 8 s. */
export function positionNow(): Promise<Position | null> {
  if (!('geolocation' in navigator)) return Promise.resolve(null);
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        resolve({
          lng: coords.longitude,
          lat: coords.latitude,
          accuracy: Math.min(100_000, Math.round(coords.accuracy)),
        }),
      () => resolve(null),
      { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: 15_000 },
    );
  });
}

/** The phone's own map, and Amap, with the coordinates only: no name and no address leaves with them. */
export function mapLinks({ lng, lat }: { lng: number; lat: number }): { own: string; amap: string } {
  return {
    own: `geo:${lat},${lng}?q=${lat},${lng}`,
    amap: `https://uri.amap.com/navigation?to=${lng},${lat},end&mode=ride&coordinate=wgs84&callnative=1`,
  };
}
