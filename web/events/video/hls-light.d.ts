/** The same as the whole, without captions, encryption and second sound tracks; its package brings no types of its own. */
declare module 'hls.js/light' {
  export { default } from 'hls.js';
}
