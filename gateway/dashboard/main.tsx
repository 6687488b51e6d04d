import { render } from 'preact';
import { AddressProvider } from '../pages/browser/address.js';
import { applyTheme } from '../pages/browser/theme.js';
import { Dashboard, isDashboard } from './dashboard.js';

applyTheme();
const root = document.getElementById('page');
if (!root) throw new Error('The page has no element with the id "page".');
render(
  <AddressProvider owns={isDashboard}>
    <Dashboard />
  </AddressProvider>,
  root,
);
