package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// command is a program in a process group of its own: when ctx ends, the whole
// group is asked to stop and, ten seconds later, made to.
func (h *house) command(ctx context.Context, env []string, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = append(append(os.Environ(), h.env...), env...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.WaitDelay = 10 * time.Second
	cmd.Cancel = func() error {
		group := -cmd.Process.Pid
		time.AfterFunc(cmd.WaitDelay, func() { syscall.Kill(group, syscall.SIGKILL) })
		return syscall.Kill(group, syscall.SIGTERM)
	}
	return cmd
}

// output is what a program wrote on standard output. Its error carries
// everything that the program wrote.
func (h *house) output(ctx context.Context, name string, args ...string) (string, error) {
	var out, all bytes.Buffer
	cmd := h.command(ctx, nil, name, args...)
	cmd.Stdout = both{&out, &all}
	cmd.Stderr = &all
	if err := cmd.Run(); err != nil {
		return out.String(), fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, all.String())
	}
	return out.String(), nil
}

func (h *house) must(ctx context.Context, name string, args ...string) error {
	_, err := h.output(ctx, name, args...)
	return err
}

// both writes to two buffers, which never fail.
type both struct{ a, b *bytes.Buffer }

func (w both) Write(p []byte) (int, error) {
	w.a.Write(p)
	return w.b.Write(p)
}
