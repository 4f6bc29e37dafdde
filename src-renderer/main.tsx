import './styles/tokens.css';
import './styles/base.css';
import './styles/widgets.css';
import './shell/frame.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './shell/app.tsx';
import { startFollowing } from './shell/follow.ts';
import { startTheme } from './state/theme-store.ts';
import './texts/i18n.ts';
import { startupFailureOf } from './screens/startup-failure/startup-failure.ts';
import { StartupFailureScreen } from './screens/startup-failure/startup-failure-screen.tsx';

startTheme();
const root = document.getElementById('root');
if (root === null) throw new Error('the page has no place for the screens');

const failure = startupFailureOf(location.hash);
if (failure === null) startFollowing();
createRoot(root).render(
  <StrictMode>{failure === null ? <App /> : <StartupFailureScreen failure={failure} />}</StrictMode>,
);
