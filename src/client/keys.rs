//! What a key press in the composer means.
