import { createApp } from '@backstage/frontend-defaults';
import { navModule } from './nav';
import { signInModule } from './signIn';

export default createApp({ features: [navModule, signInModule] });
