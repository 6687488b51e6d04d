import './theme.css';
import './frame.css';
import type { ComponentChildren } from 'preact';
import { useAddress } from './address.js';
import { Banner } from './banner.js';
import { useLanguage, type Words } from './language.js';
import { useTheme } from './theme.js';
import { PROGRAMME } from './title.js';

const WORDS = {
  city: { vi: 'Thành phố Hà Nội', en: 'City of Hanoi' },
  skip: { vi: 'Đến nội dung chính', en: 'Skip to the content' },
  pages: { vi: 'Các trang', en: 'Pages' },
  language: { vi: 'English', en: 'Tiếng Việt' },
  light: { vi: 'Nền sáng', en: 'Light' },
  dark: { vi: 'Nền tối', en: 'Dark' },
};

const PAGES: readonly { readonly path: string; readonly name: Words }[] = [
  { path: '/', name: { vi: 'Bảng chỉ tiêu', en: 'Scoreboard' } },
  { path: '/map', name: { vi: 'Bản đồ', en: 'Map' } },
  { path: '/sources', name: { vi: 'Nguồn số liệu', en: 'Sources' } },
  { path: '/explorer', name: { vi: 'Truy vấn', en: 'Explorer' } },
];

export interface FrameProps {
  readonly footer?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** What stands around every page: the name, the ways to the others, the switches of language and theme, the banner. */
export function Frame({ footer, children }: FrameProps) {
  const { say } = useLanguage();
  return (
    <div class="frame">
      <a class="skip button" href="#main">
        {say(WORDS.skip)}
      </a>
      <header>
        <div class="bar">
          <a class="brand" href={useAddress().to({ path: '/' })}>
            {say(PROGRAMME)}
            <small>{say(WORDS.city)}</small>
          </a>
          <Pages />
          <Switches />
        </div>
      </header>
      <Banner />
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      {footer && (
        <footer>
          <div class="bar">{footer}</div>
        </footer>
      )}
    </div>
  );
}

function Pages() {
  const { path, to } = useAddress();
  const { say } = useLanguage();
  return (
    <nav aria-label={say(WORDS.pages)}>
      <ul>
        {PAGES.map((page) => (
          <li key={page.path}>
            <a href={to({ path: page.path })} aria-current={path === page.path ? 'page' : undefined}>
              {say(page.name)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Switches() {
  const { language, say } = useLanguage();
  const { to } = useAddress();
  const { theme, toggle } = useTheme();
  const other = language === 'vi' ? 'en' : 'vi';
  return (
    <div class="switches">
      <a class="button" href={to({ query: { lang: other === 'vi' ? null : other } })} lang={other} hreflang={other}>
        {say(WORDS.language)}
      </a>
      <button type="button" class="button" onClick={toggle}>
        {say(theme === 'dark' ? WORDS.light : WORDS.dark)}
      </button>
    </div>
  );
}
