'use client';
import { useCallback, useEffect, useRef, useState } from 'react';

/** Tones of a signal: frequency in Hz, when it begins and how long it sounds, in seconds (after IEC 60601-1-8). */
type Signal = readonly { hz: number; from: number; long: number }[];
const SIGNALS = {
  /** Three and two quick high ones: life. */
  P0: [0, 0.2, 0.4, 0.75, 0.95].map((from) => ({ hz: 988, from, long: 0.15 })),
  P1: [0, 0.3, 0.6].map((from) => ({ hz: 784, from, long: 0.2 })),
  P2: [{ hz: 587, from: 0, long: 0.25 }],
  /** Somebody is called by name. */
  call: [0, 0.25].map((from) => ({ hz: 880, from, long: 0.2 })),
} as const satisfies Record<string, Signal>;
export type SignalName = keyof typeof SIGNALS;

export interface AlarmSound {
  on: boolean;
  /** Must be called by a tap or a key: browsers let no page sound by itself. */
  enable(): void;
  disable(): void;
  play(name: SignalName): void;
}

/**
 * Sound by priority. It is on from the start where the browser lets it (somebody has just signed in here, or the wall's
 * browser is set so), else from the first tap or key.
 */
export function useAlarmSound(): AlarmSound {
  const context = useRef<AudioContext | null>(null);
  const [on, setOn] = useState(false);
  const enable = useCallback(() => {
    context.current ??= new AudioContext();
    const audio = context.current;
    audio.resume().then(
      () => setOn(audio.state === 'running'),
      () => setOn(false),
    );
  }, []);
  const disable = useCallback(() => {
    setOn(false);
    void context.current?.suspend();
  }, []);
  useEffect(() => {
    if (navigator.userActivation?.hasBeenActive) enable();
    const first = (event: Event) => {
      // The button for it does so itself, and would switch it off again.
      if (event.target instanceof Element && event.target.closest('[data-sound]')) return;
      stop();
      enable();
    };
    const stop = () => {
      window.removeEventListener('pointerdown', first, true);
      window.removeEventListener('keydown', first, true);
    };
    window.addEventListener('pointerdown', first, true);
    window.addEventListener('keydown', first, true);
    return () => {
      stop();
      void context.current?.close();
      context.current = null;
    };
  }, [enable]);
  const play = useCallback((name: SignalName) => {
    const audio = context.current;
    if (audio?.state !== 'running') return;
    for (const { hz, from, long } of SIGNALS[name]) {
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      const begin = audio.currentTime + from;
      tone.type = 'triangle';
      tone.frequency.value = hz;
      volume.gain.setValueAtTime(0, begin);
      volume.gain.linearRampToValueAtTime(0.5, begin + 0.02);
      volume.gain.setValueAtTime(0.5, begin + long - 0.03);
      volume.gain.linearRampToValueAtTime(0, begin + long);
      tone.connect(volume).connect(audio.destination);
      tone.start(begin);
      tone.stop(begin + long);
    }
  }, []);
  return { on, enable, disable, play };
}
