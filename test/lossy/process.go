package lossy

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// serves names, in the environment, the folder that this process serves.
const serves = "ALONGSIDE_LOSSY_DISK"

// The disk is another process: the test's own program, started once more. A
// program that maps a file of a disk it serves itself can stop for good: the
// thread waits for a page, the garbage collector waits for the thread, and
// whoever would bring the page waits for the collector.
func init() {
	folder := os.Getenv(serves)
	if folder == "" {
		return
	}
	if err := serve(folder, os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stdout, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// serve mounts a disk and does what it is told, a line each, until the other
// side is gone.
func serve(on string, in io.Reader, out io.Writer) error {
	d := &disk{}
	d.top = &folder{disk: d}
	server, err := fs.Mount(on, d.top, &fs.Options{MountOptions: fuse.MountOptions{DirectMount: true, FsName: "lossy", Name: "lossy"}})
	if err != nil {
		return err
	}
	fmt.Fprintln(out, done)
	for lines := bufio.NewScanner(in); lines.Scan(); {
		if to, ok := strings.CutPrefix(lines.Text(), "salvage "); ok {
			if err := d.top.salvage(to); err != nil {
				fmt.Fprintln(out, err)
				continue
			}
		} else {
			d.cut()
		}
		fmt.Fprintln(out, done)
	}
	if server.Unmount() != nil {
		return syscall.Unmount(on, syscall.MNT_DETACH) // somebody still has a file open
	}
	return nil
}

// done is the answer to what went well.
const done = "done"

// Disk is one mounted lossy disk.
type Disk struct {
	Folder string // where it is mounted

	in  io.WriteCloser
	out *bufio.Scanner
}

// Mount mounts an empty disk for one test.
func Mount(t testing.TB) *Disk {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	d := &Disk{Folder: t.TempDir()}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), serves+"="+d.Folder)
	if d.in, err = cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	d.out = bufio.NewScanner(out)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		d.in.Close()
		if err := cmd.Wait(); err != nil {
			t.Errorf("the lossy disk did not end well: %v", err)
		}
	})
	if err := d.answer(); err != nil {
		t.Fatalf("this test mounts a file system of its own, so it wants /dev/fuse and the right to mount (as root, or fusermount): %v", err)
	}
	return d
}

func (d *Disk) answer() error {
	if !d.out.Scan() {
		return fmt.Errorf("the lossy disk is gone: %w", io.ErrUnexpectedEOF)
	}
	if said := d.out.Text(); said != done {
		return fmt.Errorf("the lossy disk said: %s", said)
	}
	return nil
}

func (d *Disk) tell(line string) error {
	if _, err := io.WriteString(d.in, line+"\n"); err != nil {
		return err
	}
	return d.answer()
}

// Cut ends the power: every later operation fails.
func (d *Disk) Cut() error { return d.tell("cut") }

// Salvage writes what has survived into a folder.
func (d *Disk) Salvage(to string) error { return d.tell("salvage " + to) }
