'use client';
import type { LiveEvent } from '@heling/platform/contract/live';
import type { Output } from '@heling/platform/contract/route';
import type { overviewRoute } from '@heling/insight/contract/overview';
import type { wallRoute } from '@heling/places/contract/wall';
import { Figures } from './service-figures';
import { InstitutionGrid } from './service-grid';
import { Stream } from './service-stream';
import { WallMap } from './service-map';

/** The second view (运营): beds, reports and orders of the institutions. */
export function ServiceView({
  wall,
  overview,
  events,
  now,
}: {
  wall: Output<typeof wallRoute> | undefined;
  overview: Output<typeof overviewRoute> | undefined;
  events: LiveEvent[];
  now: Date;
}) {
  return (
    <main className="zones">
      <WallMap items={wall?.items ?? null} />
      <section className="side">
        <Figures totals={wall?.totals ?? null} overview={overview ?? null} />
        <Stream events={events} now={now} />
      </section>
      <InstitutionGrid items={wall?.items ?? null} now={now} />
    </main>
  );
}
