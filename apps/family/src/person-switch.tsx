'use client';
import { Choice } from './parts/fields';
import { callOf, choosePerson, type Me, type Person } from './session';

/** For whom: shown only when there are several. */
export function PersonSwitch({ me, person }: { me: Me; person: Person }) {
  if (me.persons.length < 2) return null;
  return (
    <Choice
      legend="为谁？"
      value={person.id}
      onChoose={choosePerson}
      options={me.persons.map((each) => ({
        value: each.id,
        label: callOf(me, each),
      }))}
    />
  );
}
