import { mount } from 'svelte';
import './ui/tokens.css';
import './ui/base.css';
import App from './App.svelte';
import { followLinks, latePageAt } from './router.ts';

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no #app');
followLinks(document);
mount(App, { target });
// The code of the page comes beside the city that has just been asked for, not after it.
latePageAt(location.pathname)?.preload();
