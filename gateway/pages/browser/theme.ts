import { useState } from 'preact/hooks';

export type Theme = 'light' | 'dark';

const KEPT = 'theme';

/** The theme that the person chose on this device, else the one that the device asks for. */
function present(): Theme {
  const kept = localStorage.getItem(KEPT);
  if (kept === 'light' || kept === 'dark') return kept;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

/** Sets the theme before anything is drawn. */
export function applyTheme(): void {
  document.documentElement.dataset.theme = present();
}

/** The theme and its switch. A choice is kept on the device. */
export function useTheme(): { readonly theme: Theme; readonly toggle: () => void } {
  const [theme, setTheme] = useState(present);
  const toggle = () => {
    const next = theme === 'dark' ? 'light' : 'dark';
    localStorage.setItem(KEPT, next);
    document.documentElement.dataset.theme = next;
    setTheme(next);
  };
  return { theme, toggle };
}
