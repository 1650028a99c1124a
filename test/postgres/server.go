// Package postgres starts a real PostgreSQL for tests: Debian's own programs,
// a free loopback port, a temporary folder.
//
// The law: it ends only what it started, and it always does. A keeper process
// holds the server; when whoever started it has gone, in whatever way, the
// keeper stops the server and removes its folder.
package postgres

import (
	"bufio"
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Care is how much the server cares about a power cut.
type Care bool

const (
	Fast    Care = false // fsync off: for suites, which start from nothing
	Durable Care = true  // as people should run it: for tests of faults
)

// keeper is the script that holds one run of the server.
//
//go:embed keeper.sh
var keeper string

// Server is one PostgreSQL. Its methods are not safe for concurrent use.
type Server struct {
	care   Care
	bin    string // where the programs are
	folder string
	port   int
	as     *syscall.Credential // nobody special, where we are root

	keeper *exec.Cmd
	leash  io.WriteCloser
	pid    int // of the server itself
	once   sync.Once
}

// Start makes an empty server and waits until it answers.
func Start(care Care) (*Server, error) {
	s := &Server{care: care}
	var err error
	if s.bin, err = programs(); err != nil {
		return nil, err
	}
	if s.as, err = unprivileged(); err != nil {
		return nil, err
	}
	if s.folder, err = os.MkdirTemp("", "alongside-postgres-"); err != nil {
		return nil, err
	}
	if s.as != nil {
		if err := os.Chown(s.folder, int(s.as.Uid), int(s.as.Gid)); err != nil {
			return nil, err
		}
	}
	if err := s.initialise(); err != nil {
		os.RemoveAll(s.folder)
		return nil, err
	}
	if err := s.Restart(); err != nil {
		os.RemoveAll(s.folder)
		return nil, err
	}
	return s, nil
}

// URL is the address of a database on the server.
func (s *Server) URL(database string) string {
	return fmt.Sprintf("postgres://postgres@127.0.0.1:%d/%s?sslmode=disable", s.port, database)
}

// Folder holds everything that the server writes.
func (s *Server) Folder() string { return s.folder }

// Restart starts the server again, on the same data and the same port, after
// Kill.
func (s *Server) Restart() error {
	for range 5 { // another process may take the port between choosing and using it
		if s.port == 0 {
			port, err := freePort()
			if err != nil {
				return err
			}
			s.port = port
		}
		err := s.run()
		if err == nil {
			return nil
		}
		if !errors.Is(err, errPort) {
			return err
		}
		s.port = 0
	}
	return errPort
}

// Kill ends the server as a crash would: at once, with nothing more written.
func (s *Server) Kill() error {
	if err := syscall.Kill(s.pid, syscall.SIGKILL); err != nil {
		return err
	}
	return s.release()
}

// Stop ends the server and removes its folder. It may be called twice.
func (s *Server) Stop() {
	s.once.Do(func() {
		s.leash.Close()
		s.keeper.Wait()
		os.RemoveAll(s.folder)
	})
}

func (s *Server) initialise() error {
	cmd := exec.Command(filepath.Join(s.bin, "initdb"), "-D", filepath.Join(s.folder, "data"),
		"-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
	cmd.Dir = s.folder
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: s.as}
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, out)
	}
	return nil
}

var errPort = errors.New("the port is taken")

func (s *Server) run() error {
	settings := []string{"-p", strconv.Itoa(s.port), "-h", "127.0.0.1", "-k", s.folder,
		"-c", "max_connections=300", "-c", "shared_buffers=64MB", "-c", "timezone=UTC"}
	if s.care == Fast {
		settings = append(settings, "-c", "fsync=off", "-c", "synchronous_commit=off",
			"-c", "full_page_writes=off", "-c", "autovacuum=off")
	}
	args := append([]string{"-c", keeper, "keeper", filepath.Join(s.bin, "postgres"), s.folder}, settings...)
	cmd := exec.Command("/bin/sh", args...)
	cmd.Dir = s.folder
	// A session of its own: a Ctrl-C at the terminal reaches only us, and the
	// keeper learns of it when we have gone.
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: s.as, Setsid: true}
	leash, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		return fmt.Errorf("the keeper did not start: %w", err)
	}
	s.keeper, s.leash = cmd, leash
	s.pid, err = strconv.Atoi(strings.TrimSpace(line))
	if err != nil {
		return err
	}
	return s.ready()
}

// ready waits until the server answers a question.
func (s *Server) ready() error {
	until := time.Now().Add(30 * time.Second)
	for time.Now().Before(until) {
		if ended(s.pid) {
			written, _ := os.ReadFile(filepath.Join(s.folder, "log"))
			if bytes.Contains(written, []byte("Address already in use")) {
				return errors.Join(errPort, s.release())
			}
			return errors.Join(fmt.Errorf("the server ended:\n%s", written), s.release())
		}
		if ask(s.URL("postgres"), "SELECT 1") == nil {
			return nil
		}
		time.Sleep(20 * time.Millisecond)
	}
	return errors.Join(errors.New("the server did not become ready in 30 seconds"), s.release())
}

// release lets the keeper end, and leaves the folder.
func (s *Server) release() error {
	_, err := io.WriteString(s.leash, "stay\n")
	s.leash.Close()
	s.keeper.Wait() // it tells how the server ended, which we know
	return err
}

// ended tells whether a process has ended, though its parent may not have
// looked yet.
func ended(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	_, state, _ := bytes.Cut(stat, []byte(") "))
	return err != nil || bytes.HasPrefix(state, []byte("Z"))
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

// programs finds the newest PostgreSQL that Debian installed.
func programs() (string, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	best, folder := 0, ""
	for _, path := range found {
		bin := filepath.Dir(path)
		if n, err := strconv.Atoi(filepath.Base(filepath.Dir(bin))); err == nil && n > best {
			best, folder = n, bin
		}
	}
	if folder == "" {
		return "", fmt.Errorf("PostgreSQL is not installed: run tools/install, or set %s=off to test on SQLite alone", Variable)
	}
	return folder, nil
}

// unprivileged is who the server runs as when we are root, which PostgreSQL
// refuses to be.
func unprivileged() (*syscall.Credential, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
		gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
		if err := errors.Join(err1, err2); err != nil {
			return nil, err
		}
		return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
	}
	return nil, errors.New("PostgreSQL does not run as root, and there is no user postgres or nobody")
}
