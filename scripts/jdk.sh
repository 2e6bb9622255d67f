# Sourced by ./darkroom, ./run and ./verify: finds a JDK 25 or newer and sets JAVA_HOME to it.
# Order: JAVA_HOME, the distribution's folder for JVMs, SDKMAN, java on the PATH.

major_of() { # JDK folder -> its major version, or nothing
  [ -x "$1/bin/javac" ] && [ -f "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

use_jdk() { # JDK folder -> success when it is new enough
  major=$(major_of "$1")
  [ -n "$major" ] && [ "$major" -ge 25 ] || return 1
  JAVA_HOME=$1
  export JAVA_HOME
}

find_jdk() {
  [ -n "${JAVA_HOME:-}" ] && use_jdk "$JAVA_HOME" && return
  for folder in /usr/lib/jvm/*25* /usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$HOME"/.sdkman/candidates/java/*; do
    use_jdk "$folder" && return
  done
  if on_path=$(command -v javac); then
    folder=$(dirname "$(dirname "$(readlink -f "$on_path")")")
    use_jdk "$folder" && return
  fi
  echo "No JDK 25 found: install one (for example the package temurin-25-jdk) or set JAVA_HOME to it." >&2
  exit 1
}

need_maven() {
  command -v mvn >/dev/null 2>&1 && return
  echo "Maven is missing: install it (for example 'apt-get install maven'), 3.8 or newer." >&2
  exit 1
}
