package app

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"alongside/internal/db"
	"alongside/internal/web"
	"alongside/internal/when"
)

// certified puts a certificate where an authority's would lie, and answers who
// trusts it.
func certified(t *testing.T, dir, domain string) *x509.CertPool {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	now := when.System{}.Now()
	c := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: domain}, DNSNames: []string{domain},
		NotBefore: now.Add(-time.Hour), NotAfter: now.Add(60 * 24 * time.Hour), IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, c, c, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	pem.Encode(&b, &pem.Block{Type: "EC PRIVATE KEY", Bytes: private})
	pem.Encode(&b, &pem.Block{Type: "CERTIFICATE", Bytes: der})
	if err := os.MkdirAll(filepath.Join(dir, "certificates"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "certificates", domain), b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	trusts := x509.NewCertPool()
	trusts.AppendCertsFromPEM(b.Bytes())
	return trusts
}

func TestABoardWithADomainSpeaksHTTPSByItself(t *testing.T) {
	const domain = "eastfield.example"
	dir := t.TempDir()
	trusts := certified(t, dir, domain)
	h, err := Open(t.Context(), Config{Database: db.Config{Dir: dir}, Listen: "127.0.0.1:0", Domain: domain,
		Web: web.Settings{Name: "Test", Origin: "https://" + domain, Zone: time.UTC}})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Stop()
	if err := h.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	ask := func(name string) (*http.Response, error) {
		client := &http.Client{Transport: &http.Transport{ForceAttemptHTTP2: true,
			TLSClientConfig: &tls.Config{RootCAs: trusts, ServerName: name}}}
		defer client.CloseIdleConnections()
		answer, err := client.Get("https://" + h.Address() + "/up")
		if err == nil {
			answer.Body.Close()
		}
		return answer, err
	}
	answer, err := ask(domain)
	if err != nil {
		t.Fatal(err)
	}
	if answer.StatusCode != http.StatusOK || answer.Header.Get("Strict-Transport-Security") == "" || answer.ProtoMajor != 2 {
		t.Errorf("%s %d, %q", answer.Proto, answer.StatusCode, answer.Header)
	}
	if _, err := ask("another.example"); err == nil {
		t.Error("it answers in a name that is not its own")
	}
	if err := h.Stop(); err != nil {
		t.Error(err)
	}
}
