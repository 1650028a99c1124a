// Package pins holds the versions of libraries that are about to be used.
// The law: it goes when the last of them is.
package pins

import (
	_ "github.com/BurntSushi/toml"
	_ "github.com/SherClockHolmes/webpush-go"
	_ "github.com/a-h/templ"
	_ "github.com/alecthomas/kong"
	_ "github.com/go-webauthn/webauthn/webauthn"
	_ "github.com/golang/geo/s2"
	_ "github.com/rogpeppe/go-internal/testscript"
	_ "github.com/wneessen/go-mail"
	_ "golang.org/x/crypto/hkdf"
	_ "golang.org/x/text/unicode/norm"
	_ "golang.org/x/time/rate"
	_ "pgregory.net/rapid"
	_ "rsc.io/qr"
)
