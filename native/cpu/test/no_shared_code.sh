#!/bin/sh
# no_shared_code.sh SET OBJECT...: the objects of one instruction set define nothing that the linker may merge with
# another set's (weak symbols) outside that set's namespace; it might keep the copy with instructions that the machine
# lacks.
set -eu
set_name=$1
shift
found=$(nm -C "$@" | grep ' [VWu] ' | grep -v "jaynes::$set_name::" || true)
if [ -n "$found" ]; then
    echo "shared between instruction sets:"
    echo "$found"
    exit 1
fi
