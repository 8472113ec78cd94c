import { webConfig } from '../../tools/build/next-config';

export default webConfig('console');
