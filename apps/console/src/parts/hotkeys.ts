'use client';
import { useEffect, useRef, useSyncExternalStore } from 'react';

/** A key and what it does, as the help shows it. */
export interface Hotkey {
  /** `j`, `Enter`, `F2`, `Ctrl+k`, `Alt+1`, `?`. */
  keys: string;
  does: string;
  run(event: KeyboardEvent): void;
  /** Also while somebody types; keys with Ctrl or Alt and function keys always do. */
  typing?: boolean;
  /** Also while a dialog is open. */
  above?: boolean;
}

const layers: { current: readonly Hotkey[] }[] = [];
const hearers = new Set<() => void>();
let listed: readonly Hotkey[] = [];

function announce(): void {
  listed = layers.flatMap((layer) => layer.current);
  for (const hear of hearers) hear();
}

/** The name of the pressed keys in the way they are declared. */
export function keysOf(event: KeyboardEvent): string {
  const held = [event.ctrlKey || event.metaKey ? 'Ctrl+' : '', event.altKey ? 'Alt+' : ''].join('');
  return `${held}${event.key.length === 1 ? event.key.toLowerCase() : event.key}`;
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(target.type)));

const dialogOpen = (): boolean => document.querySelector('[role="dialog"]:not([hidden])') !== null;

const isFree = (pressed: string): boolean => /^(Ctrl\+|Alt\+|F\d)/.test(pressed);

/** Keys with Ctrl or Alt and function keys are heard before the field that has the focus: a choice would open on Enter. */
function hearFirst(event: KeyboardEvent): void {
  if (isFree(keysOf(event))) hear(event);
}
function hearLast(event: KeyboardEvent): void {
  if (!isFree(keysOf(event))) hear(event);
}

function hear(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const pressed = keysOf(event);
  const free = isFree(pressed);
  const typing = isTyping(event.target);
  const covered = dialogOpen();
  for (const layer of [...layers].reverse()) {
    const hit = layer.current.find(
      (each) => each.keys === pressed && (free || each.typing || !typing) && (each.above || !covered),
    );
    if (!hit) continue;
    event.preventDefault();
    event.stopPropagation();
    hit.run(event);
    return;
  }
}

/** Keys that work while the calling component is on screen; the newest component goes first. Shown by the help (?). */
export function useHotkeys(hotkeys: readonly Hotkey[]): void {
  const layer = useRef<readonly Hotkey[]>(hotkeys);
  useEffect(() => {
    layer.current = hotkeys;
  });
  useEffect(() => {
    if (layers.length === 0) {
      document.addEventListener('keydown', hearFirst, true);
      document.addEventListener('keydown', hearLast);
    }
    layers.push(layer);
    announce();
    return () => {
      layers.splice(layers.indexOf(layer), 1);
      if (layers.length === 0) {
        document.removeEventListener('keydown', hearFirst, true);
        document.removeEventListener('keydown', hearLast);
      }
      announce();
    };
  }, []);
}

const none: readonly Hotkey[] = [];
/** All keys that work now, for the help. */
export function useListedHotkeys(): readonly Hotkey[] {
  return useSyncExternalStore(
    (listener) => {
      hearers.add(listener);
      return () => hearers.delete(listener);
    },
    () => listed,
    () => none,
  );
}
