import type { Manifest, PageName } from './manifest.js';

const TITLES: Readonly<Record<PageName, string>> = {
  dashboard: 'Chương trình 08-CTr/TU · Bảng chỉ tiêu an sinh xã hội Hà Nội',
  explorer: 'Truy vấn số liệu · Chỉ tiêu an sinh xã hội Hà Nội',
};

/**
 * The page as it is sent: what the browser loads, and a sentence for those who have no script. Language and theme are
 * set by the script before it draws.
 */
export function pageHtml(
  page: PageName,
  { script, styles, preload }: Manifest['pages'][PageName],
  nonce: string,
): string {
  return `<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="csp-nonce" content="${nonce}">
<title>${TITLES[page]}</title>
<link rel="icon" href="data:,">
${styles.map((file) => `<link rel="stylesheet" href="/assets/${file}">`).join('\n')}
${preload.map((file) => `<link rel="modulepreload" href="/assets/${file}">`).join('\n')}
<script type="module" src="/assets/${script}"></script>
</head>
<body>
<div id="page"></div>
<noscript>
<p>Trang này cần JavaScript. Số liệu cũng có thể hỏi trực tiếp tại /graphql.</p>
<p lang="en">This page needs JavaScript. The figures can also be asked for at /graphql.</p>
</noscript>
</body>
</html>
`;
}
