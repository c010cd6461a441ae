let work = $state<number | null>(null);
let parcels = $state<number | null>(null);
let enquiries = $state<number | null>(null);

/** The numbers beside the sections; null until somebody who knows has said. */
export const counts = {
  get work(): number | null {
    return work;
  },
  get parcels(): number | null {
    return parcels;
  },
  get enquiries(): number | null {
    return enquiries;
  },
  /** What waits for the reader. */
  knowWork(count: number): void {
    work = count;
  },
  /** All parcels the reader may see, whatever is filtered. */
  knowParcels(count: number): void {
    parcels = count;
  },
  /** Cases whose next word is the department's. */
  knowEnquiries(count: number): void {
    enquiries = count;
  },
  forget(): void {
    work = null;
    parcels = null;
    enquiries = null;
  },
};
