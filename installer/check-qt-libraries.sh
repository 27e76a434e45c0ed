#!/bin/sh
# Checks the system libraries that Qt's window needs on Linux, with the Debian and Ubuntu packages that hold them.
# Missing ones are installed when this runs as root where there is apt-get; otherwise the command is printed, status 1.
set -eu

libraries='
libEGL.so.1            libegl1
libGL.so.1             libgl1
libX11.so.6            libx11-6
libX11-xcb.so.1        libx11-xcb1
libdbus-1.so.3         libdbus-1-3
libfontconfig.so.1     libfontconfig1
libfreetype.so.6       libfreetype6
libglib-2.0.so.0       libglib2.0-0
libxcb-cursor.so.0     libxcb-cursor0
libxcb-icccm.so.4      libxcb-icccm4
libxcb-image.so.0      libxcb-image0
libxcb-keysyms.so.1    libxcb-keysyms1
libxcb-randr.so.0      libxcb-randr0
libxcb-render-util.so.0 libxcb-render-util0
libxcb-render.so.0     libxcb-render0
libxcb-shape.so.0      libxcb-shape0
libxcb-shm.so.0        libxcb-shm0
libxcb-sync.so.1       libxcb-sync1
libxcb-util.so.1       libxcb-util1
libxcb-xfixes.so.0     libxcb-xfixes0
libxcb-xkb.so.1        libxcb-xkb1
libxcb.so.1            libxcb1
libxkbcommon-x11.so.0  libxkbcommon-x11-0
libxkbcommon.so.0      libxkbcommon0
'

[ "$(uname)" = Linux ] || exit 0
PATH="$PATH:/usr/sbin:/sbin" # ldconfig is not on everybody's path

missing_packages() {
    known=$(ldconfig -p)
    echo "$libraries" | while read -r library package; do
        [ -n "$library" ] || continue
        case "$known" in
            *"$library "*) ;;
            *) printf '%s ' "$package" ;;
        esac
    done
}

packages=$(missing_packages)
[ -n "$packages" ] || exit 0
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    echo "Installing the system libraries that Qt needs: $packages"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # shellcheck disable=SC2086 # a list of names
    apt-get install -y -qq --no-install-recommends $packages >/dev/null
    packages=$(missing_packages)
    [ -n "$packages" ] || exit 0
fi
echo "The window needs system libraries that are not installed. On Debian and Ubuntu:" >&2
echo "    sudo apt-get install $packages" >&2
exit 1
