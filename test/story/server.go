// Package story tells what people do, against the real binary: each story in
// stories/*.txtar is one promise, kept on SQLite and on PostgreSQL.
//
// The law: a story reads like somebody's afternoon. It never looks inside.
package story

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// server is the program under test, on a free loopback port.
type server struct {
	binary string
	verb   string // serve or demo
	listen string
	args   []string
	env    []string
	folder string
	log    string // the path of everything it writes
	cmd    *exec.Cmd
	ended  chan error
}

// start starts the server and waits until it answers.
func (s *server) start() error {
	if s.listen == "" {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return err
		}
		s.listen = l.Addr().String()
		l.Close()
	}
	out, err := os.OpenFile(s.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer out.Close()
	s.cmd = exec.Command(s.binary, append([]string{s.verb, "--listen", s.listen}, s.args...)...)
	s.cmd.Dir, s.cmd.Env = s.folder, s.env
	s.cmd.Stdout, s.cmd.Stderr = out, out
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := s.cmd.Start(); err != nil {
		return err
	}
	s.ended = make(chan error, 1)
	go func(cmd *exec.Cmd, ended chan error) { ended <- cmd.Wait() }(s.cmd, s.ended)
	return s.ready()
}

func (s *server) ready() error {
	until := time.Now().Add(30 * time.Second)
	client := &http.Client{Timeout: time.Second}
	for time.Now().Before(until) {
		select {
		case err := <-s.ended:
			s.cmd = nil
			return fmt.Errorf("the server ended: %v\n%s", err, s.said())
		default:
		}
		if answer, err := client.Get("http://" + s.listen + "/up"); err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return nil
			}
		}
		time.Sleep(20 * time.Millisecond)
	}
	return errors.Join(fmt.Errorf("the server was not ready in 30 seconds\n%s", s.said()), s.end(syscall.SIGKILL))
}

func (s *server) said() string {
	b, _ := os.ReadFile(s.log)
	return string(b)
}

// end sends a signal and waits. A server that is asked to stop has ten
// seconds, and must end well.
func (s *server) end(signal syscall.Signal) error {
	if s.cmd == nil {
		return nil
	}
	cmd := s.cmd
	s.cmd = nil
	if err := cmd.Process.Signal(signal); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	select {
	case err := <-s.ended:
		if signal == syscall.SIGKILL {
			return nil
		}
		return err
	case <-time.After(10 * time.Second):
		cmd.Process.Kill()
		<-s.ended
		return fmt.Errorf("the server did not stop in ten seconds\n%s", s.said())
	}
}

// address makes a whole address of a path, and keeps one that is whole.
func (s *server) address(text string) (*url.URL, error) {
	if strings.HasPrefix(text, "/") {
		text = "http://" + s.listen + text
	}
	return url.Parse(text)
}
