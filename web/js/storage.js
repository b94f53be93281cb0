// What this browser remembers for us. It may hold anything (an older page's, another page's of this address) or be forbidden
// altogether; the page works without it.

// The value that was stored, if isFine(value); otherwise `standard`.
export function recalled(key, isFine, standard) {
  try {
    const value = JSON.parse(localStorage.getItem(key));
    return isFine(value) ? value : standard;
  } catch {
    return standard;
  }
}

export function store(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Forbidden or full.
  }
}
