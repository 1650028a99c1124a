// Package lossy is a disk that forgets, as a disk does when the power goes:
// what was written and not synced is gone after the cut. It is a file system
// in user space, so the program on it need not know.
//
// The law: only what fsync was answered for survives a cut. It is kinder than
// a disk in one thing: names of files survive at once.
package lossy

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"syscall"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// disk is one lossy disk, in the process that serves it.
type disk struct {
	mu  sync.Mutex // of all files: the cut falls between two operations
	off bool       // the power is gone
	top *folder
}

// cut ends the power: every later operation fails.
func (d *disk) cut() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.off = true
}

// folder is one directory.
type folder struct {
	fs.Inode
	disk *disk
}

func (f *folder) salvage(to string) error {
	if err := os.MkdirAll(to, 0o700); err != nil {
		return err
	}
	for name, child := range f.Children() {
		path := filepath.Join(to, name)
		switch n := child.Operations().(type) {
		case *folder:
			if err := n.salvage(path); err != nil {
				return err
			}
		case *file:
			if err := os.WriteFile(path, n.synced, 0o600); err != nil {
				return err
			}
		default:
			return fmt.Errorf("%s is neither file nor folder", path)
		}
	}
	return nil
}

// Create makes an empty file.
func (f *folder) Create(ctx context.Context, name string, _, _ uint32, _ *fuse.EntryOut) (*fs.Inode, fs.FileHandle, uint32, syscall.Errno) {
	n := f.NewInode(ctx, &file{disk: f.disk}, fs.StableAttr{Mode: syscall.S_IFREG})
	f.AddChild(name, n, true)
	return n, nil, 0, 0
}

// Mkdir makes a folder.
func (f *folder) Mkdir(ctx context.Context, name string, _ uint32, _ *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	n := f.NewInode(ctx, &folder{disk: f.disk}, fs.StableAttr{Mode: syscall.S_IFDIR})
	f.AddChild(name, n, true)
	return n, 0
}

// Unlink removes a name; the library forgets the child.
func (f *folder) Unlink(context.Context, string) syscall.Errno { return 0 }

// Fsync has nothing to do: names survive.
func (f *folder) Fsync(context.Context, fs.FileHandle, uint32) syscall.Errno { return 0 }

// file is one file twice: as programs read it, and as the disk would have it
// after a cut.
type file struct {
	fs.Inode
	disk   *disk
	now    []byte
	synced []byte
	dirty  []span
}

// span is a stretch of bytes that was written since the last fsync.
type span struct{ from, to int }

// on holds the disk for one operation, unless the power is gone.
func (f *file) on(do func()) syscall.Errno {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	if f.disk.off {
		return syscall.EIO
	}
	do()
	return 0
}

// Open lets the kernel keep the pages, so that the file can be mapped.
func (f *file) Open(context.Context, uint32) (fs.FileHandle, uint32, syscall.Errno) {
	return nil, fuse.FOPEN_KEEP_CACHE, 0
}

func (f *file) Getattr(_ context.Context, _ fs.FileHandle, out *fuse.AttrOut) syscall.Errno {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	out.Mode, out.Size = 0o600, uint64(len(f.now))
	return 0
}

func (f *file) Setattr(_ context.Context, _ fs.FileHandle, in *fuse.SetAttrIn, out *fuse.AttrOut) syscall.Errno {
	return f.on(func() {
		if size, ok := in.GetSize(); ok {
			f.resize(int(size))
		}
		out.Mode, out.Size = 0o600, uint64(len(f.now))
	})
}

// resize also marks what a shorter file no longer has, and a longer one has
// anew.
func (f *file) resize(size int) {
	from := min(size, len(f.now))
	if size <= len(f.now) {
		f.now = f.now[:size]
	} else {
		f.now = append(f.now, make([]byte, size-len(f.now))...)
	}
	f.dirty = append(f.dirty, span{from, size})
}

func (f *file) Read(_ context.Context, _ fs.FileHandle, dest []byte, off int64) (fuse.ReadResult, syscall.Errno) {
	n := 0
	errno := f.on(func() {
		if off < int64(len(f.now)) {
			n = copy(dest, f.now[off:])
		}
	})
	return fuse.ReadResultData(dest[:n]), errno
}

func (f *file) Write(_ context.Context, _ fs.FileHandle, data []byte, off int64) (uint32, syscall.Errno) {
	errno := f.on(func() {
		end := int(off) + len(data)
		if end > len(f.now) {
			f.resize(end)
		}
		copy(f.now[off:], data)
		f.dirty = append(f.dirty, span{int(off), end})
	})
	return uint32(len(data)), errno
}

// Fsync is the moment from which what was written survives.
func (f *file) Fsync(context.Context, fs.FileHandle, uint32) syscall.Errno {
	return f.on(func() {
		if grow := len(f.now) - len(f.synced); grow > 0 {
			f.synced = append(f.synced, make([]byte, grow)...)
		}
		f.synced = f.synced[:len(f.now)]
		for _, s := range f.dirty {
			if to := min(s.to, len(f.now)); s.from < to {
				copy(f.synced[s.from:to], f.now[s.from:to])
			}
		}
		f.dirty = f.dirty[:0]
	})
}
