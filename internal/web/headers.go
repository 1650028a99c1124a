package web

import "net/http"

// What every answer carries, as slices made once. The one trusted type lets
// app.js name /sw.js as the worker and can make nothing else.
var (
	policy = []string{"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; " +
		"connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; " +
		"frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types alongside"}
	nosniff    = []string{"nosniff"}
	sameOrigin = []string{"same-origin"}
	features   = []string{"camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()"}
	strict     = []string{"max-age=31536000"}
	noStore    = []string{"no-store"}
	check      = []string{"no-cache"}
	forever    = []string{"public, max-age=31536000, immutable"}
	vary       = []string{"Accept-Language, Cookie, Accept-Encoding"}
	gzipped    = []string{"gzip"}
	html       = []string{"text/html; charset=utf-8"}
)

// secure sets what protects the reader on every answer.
func (h *House) secure(header http.Header) {
	header["Content-Security-Policy"] = policy
	header["X-Content-Type-Options"] = nosniff
	header["Referrer-Policy"] = sameOrigin
	header["Cross-Origin-Opener-Policy"] = sameOrigin
	header["Cross-Origin-Resource-Policy"] = sameOrigin
	header["Permissions-Policy"] = features
	if h.https {
		header["Strict-Transport-Security"] = strict
	}
}
