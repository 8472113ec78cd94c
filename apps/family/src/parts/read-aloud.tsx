'use client';
import { useEffect, useState } from 'react';
import { Icon } from './icons';

/** Reads the page aloud (朗读); pressed again it stops. Not shown where the phone has no voice. */
export function ReadAloud() {
  const [able, setAble] = useState(false);
  const [speaking, setSpeaking] = useState(false);
  useEffect(() => {
    setAble('speechSynthesis' in window);
    return () => window.speechSynthesis?.cancel();
  }, []);
  if (!able) return null;
  const toggle = () => {
    window.speechSynthesis.cancel();
    if (speaking) return setSpeaking(false);
    const speech = new SpeechSynthesisUtterance(document.querySelector('main')?.innerText ?? '');
    speech.lang = 'zh-CN';
    speech.rate = 0.85;
    speech.onend = () => setSpeaking(false);
    speech.onerror = () => setSpeaking(false);
    window.speechSynthesis.speak(speech);
    return setSpeaking(true);
  };
  return (
    <button type="button" className="bar-button" aria-pressed={speaking} onClick={toggle}>
      <Icon name="speak" />
      {speaking ? '停止' : '朗读'}
    </button>
  );
}
