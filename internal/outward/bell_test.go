package outward

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
)

// opened decrypts a push message as a browser does (RFC 8188, RFC 8291).
func opened(t *testing.T, body, auth []byte, mine *ecdh.PrivateKey) string {
	t.Helper()
	salt, size, n := body[:16], binary.BigEndian.Uint32(body[16:20]), int(body[20])
	theirs, err := ecdh.P256().NewPublicKey(body[21 : 21+n])
	if err != nil {
		t.Fatal(err)
	}
	shared, err := mine.ECDH(theirs)
	if err != nil {
		t.Fatal(err)
	}
	derive := func(secret, salt []byte, info string, size int) []byte {
		b, err := hkdf.Key(sha256.New, secret, salt, info, size)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	ikm := derive(shared, auth, "WebPush: info\x00"+string(mine.PublicKey().Bytes())+string(theirs.Bytes()), 32)
	block, _ := aes.NewCipher(derive(ikm, salt, "Content-Encoding: aes128gcm\x00", 16))
	gcm, _ := cipher.NewGCM(block)
	if len(body) > int(size) {
		t.Errorf("%d bytes, more than one record of %d", len(body), size)
	}
	plain, err := gcm.Open(nil, derive(ikm, salt, "Content-Encoding: nonce\x00", 12), body[21+n:], nil)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimRight(string(plain), "\x00")
}

func TestAPushCarriesOneWordThatSaysNothing(t *testing.T) {
	mine, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	auth := make([]byte, 16)
	rand.Read(auth)
	var got string
	status := http.StatusCreated
	client, _ := world(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got = opened(t, body, auth, mine)
		if !strings.HasPrefix(r.Header.Get("Authorization"), "vapid t=") || r.Header.Get("TTL") != "86400" || r.Header.Get("Topic") != Word {
			t.Errorf("headers: %v", r.Header)
		}
		w.WriteHeader(status)
	})
	bell, err := NewBell(client, []byte(strings.Repeat("s", 32)), "https://eastfield.example")
	if err != nil {
		t.Fatal(err)
	}
	again, _ := NewBell(client, []byte(strings.Repeat("s", 32)), "https://eastfield.example")
	if bell.PublicKey() != again.PublicKey() {
		t.Error("the board's key changes with every start: browsers would lose it")
	}
	text := base64.RawURLEncoding.EncodeToString
	ring := func() error {
		return bell.Ring(context.Background(), "https://example.com/x", text(mine.PublicKey().Bytes()), text(auth))
	}
	if err := ring(); err != nil || got != Word+"\x02" {
		t.Errorf("%q %v", got, err)
	}
	status = http.StatusGone
	if err := ring(); !errors.Is(err, ErrGone) {
		t.Errorf("gone: %v", err)
	}
	status = http.StatusTooManyRequests
	if err := ring(); err == nil || errors.Is(err, ErrGone) {
		t.Errorf("slow down: %v", err)
	}
}
