import ArrowDown from '@lucide/svelte/icons/arrow-down';
import Circle from '@lucide/svelte/icons/circle';
import Droplets from '@lucide/svelte/icons/droplets';
import Flame from '@lucide/svelte/icons/flame';
import Mountain from '@lucide/svelte/icons/mountain';
import Route from '@lucide/svelte/icons/route';
import Thermometer from '@lucide/svelte/icons/thermometer';
import Waves from '@lucide/svelte/icons/waves-horizontal';
import Wifi from '@lucide/svelte/icons/wifi';
import Zap from '@lucide/svelte/icons/zap';
import type { Component } from 'svelte';

const icons: Record<string, Component<{ size?: number | string }>> = {
  'arrow-down': ArrowDown,
  droplets: Droplets,
  flame: Flame,
  mountain: Mountain,
  route: Route,
  thermometer: Thermometer,
  waves: Waves,
  wifi: Wifi,
  zap: Zap,
};

/** The lucide icon that a pack names for a utility; a circle for one that is not among the pictures shipped here. */
export function utilityIcon(name: string): Component<{ size?: number | string }> {
  return icons[name] ?? Circle;
}
