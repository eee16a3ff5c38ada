import './styles/mantine.css';
import './styles/tokens.css';
import './styles/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';

const place = document.getElementById('sluice');
if (place === null) throw new Error('The page has no element #sluice to draw in.');
createRoot(place).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
