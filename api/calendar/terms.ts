/** The years a parcel's days and instants lie in, as they are written: what else is one is a slip, and not every one has a place in the database. */
export const ourYears = /^(19|20|21)\d\d-/;
export const outOfOurYears = 'a year from 1900 to 2199';
