import { mount } from 'svelte';
import './ui/tokens.css';
import './ui/base.css';
import App from './App.svelte';
import { followLinks, latePageAt } from './router.ts';

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no #app');
followLinks(document);
// Its code comes beside the city, not after it.
latePageAt(location.pathname)?.preload();
mount(App, { target });
