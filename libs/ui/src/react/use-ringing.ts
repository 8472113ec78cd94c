'use client';
import { useEffect, useRef } from 'react';
import type { AlarmSound } from './alarm-sound';

interface Ringing {
  id: number;
  priority: string;
  state: string;
}

const REPEAT_MS = 4000;

/**
 * Sounds for alarms: a P0 again and again until somebody has acknowledged it, P1 and P2 once when they come. What was
 * there before this page opened, or was sounded already, is not sounded again: a cut connection brings no second sound.
 */
export function useRinging(sound: AlarmSound, alarms: readonly Ringing[] | undefined, urgent: number): void {
  const { play } = sound;
  const ringing = urgent > 0;
  useEffect(() => {
    if (!ringing) return undefined;
    play('P0');
    const timer = setInterval(() => play('P0'), REPEAT_MS);
    return () => clearInterval(timer);
  }, [ringing, play, sound.on]);
  const newest = useRef<number | null>(null);
  useEffect(() => {
    if (!alarms) return;
    const last = alarms.reduce((max, alarm) => Math.max(max, alarm.id), newest.current ?? 0);
    const fresh =
      newest.current === null
        ? []
        : alarms.filter((alarm) => alarm.id > newest.current! && alarm.state === 'active-unacked');
    newest.current = last;
    if (fresh.some((alarm) => alarm.priority === 'P1')) play('P1');
    else if (fresh.some((alarm) => alarm.priority === 'P2')) play('P2');
  }, [alarms, play]);
}
