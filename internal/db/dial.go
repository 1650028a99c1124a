package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/lib/pq"
)

// dial opens connections on which an acknowledged write is on the server's
// disk, also where the server is set up to acknowledge sooner.
func dial(address string) (*sql.DB, error) {
	config, err := pq.NewConfig(asUsual(address))
	var inside *url.Error
	if errors.As(err, &inside) {
		err = inside.Err // the other half repeats the address, and with it the password
	}
	if err != nil {
		return nil, err
	}
	if config.ConnectTimeout <= 0 {
		config.ConnectTimeout = 15 * time.Second // one who takes up and says nothing is away
	}
	to, err := pq.NewConnectorConfig(config)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(dialler{to}), nil
}

// asUsual is the address with what PostgreSQL's own programs take where it
// says nothing, and the driver would not: encryption where the server has it,
// and without a host the socket on this machine.
func asUsual(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	q := u.Query()
	usual := func(key, variable, value string) {
		if !q.Has(key) && os.Getenv(variable) == "" {
			q.Set(key, value)
		}
	}
	if q.Get("service")+os.Getenv("PGSERVICE") == "" {
		if q.Get("sslrootcert")+q.Get("sslnegotiation")+os.Getenv("PGSSLROOTCERT")+os.Getenv("PGSSLNEGOTIATION") == "" {
			usual("sslmode", "PGSSLMODE", "prefer")
		}
		if socket := socket(); u.Host == "" && !q.Has("hostaddr") && socket != "" {
			usual("host", "PGHOST", socket)
		}
	}
	u.RawQuery = q.Encode()
	return u.String()
}

// socket is the folder of the socket on this machine, or "".
func socket() string {
	for _, folder := range []string{"/var/run/postgresql", "/private/tmp", "/tmp"} {
		if found, _ := filepath.Glob(folder + "/.s.PGSQL.*"); len(found) > 0 {
			return folder
		}
	}
	return ""
}

// dialler makes the connections of a pool.
type dialler struct{ driver.Connector }

// unreached says that no connection came about.
type unreached struct{ error }

func (u unreached) Unwrap() error { return u.error }

// Connect implements driver.Connector.
func (d dialler) Connect(ctx context.Context) (driver.Conn, error) {
	c, err := d.Connector.Connect(ctx)
	if err != nil {
		return nil, unreached{err}
	}
	w := c.(wire)
	_, err = w.ExecContext(ctx, "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'", nil)
	if err != nil {
		w.Close()
		return nil, unreached{err}
	}
	return &line{wire: w, kept: map[string]driver.Stmt{}}, nil
}
