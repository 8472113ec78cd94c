'use client';
import type { FacilityKind } from '@heling/places/domain/facilities';
import { placesFacilities } from '@heling/ui/api.gen';
import { useCall } from '@heling/ui/react/use-call';
import { useParam } from '../parts/use-param';

const MOST = 200;
/** Those that people live in; a city has many more centres for the day. */
const WITH_BEDS: FacilityKind[] = ['nursingHome', 'countyInstitution', 'streetCentre'];

/** The institutions of the scope, and the one that the page is about: the only one, or the chosen one. */
export function useHouses() {
  const [chosen, choose] = useParam('house');
  const answer = useCall(placesFacilities, { body: { kinds: WITH_BEDS, limit: MOST } });
  const houses = answer.data?.items ?? [];
  const only = houses.length === 1 ? houses[0]!.id : null;
  const facilityId = chosen && /^[1-9]\d{0,15}$/.test(chosen) ? Number(chosen) : only;
  return {
    facilityId,
    choose: (id: number | null) => choose(id === null ? null : String(id), true),
    options: houses.map(({ id, name }) => ({ value: id, label: name })),
    loading: answer.isPending,
    problem: answer.error,
    retry: () => void answer.refetch(),
  };
}
