import { mount } from 'svelte';
import './ui/tokens.css';
import './ui/base.css';
import App from './App.svelte';
import { keepPlainClicksOnly, replaceUndecodablePath } from './router.ts';

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no #app');
replaceUndecodablePath();
keepPlainClicksOnly(document);
mount(App, { target });
