import { render } from 'preact';
import { AddressProvider } from '../pages/browser/address.js';
import { applyTheme } from '../pages/browser/theme.js';
import { Explorer } from './explorer.js';

applyTheme();
const root = document.getElementById('page');
if (!root) throw new Error('The page has no element with the id "page".');
render(
  <AddressProvider owns={(path) => path === '/explorer'}>
    <Explorer />
  </AddressProvider>,
  root,
);
