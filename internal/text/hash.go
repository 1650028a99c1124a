// Package text is what may be done with somebody's words: fold them for a
// search, cut them into tokens, clean them for a form field, quote them short.
//
// The law: everything here is a pure function of the words, bounded in time
// and space whatever they are.
package text

// Hash is the stable number of a token in the posting table: 63 bits of
// FNV-1a, never negative. It must never change: rows on disk hold it.
func Hash(token string) int64 {
	const offset, prime = 14695981039346656037, 1099511628211
	h := uint64(offset)
	for i := 0; i < len(token); i++ {
		h ^= uint64(token[i])
		h *= prime
	}
	return int64(h &^ (1 << 63))
}
