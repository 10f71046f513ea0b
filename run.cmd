@echo off
rem ArchDraw from a checkout, on Windows: the same commands as the file "run".
rem   run [FILE...]   run test [pytest options]   run check   run bench [options]
setlocal EnableExtensions
set "ROOT=%~dp0"
set "VENV=%ROOT%.venv"
set "PYTHON=%VENV%\Scripts\python.exe"
set "STAMP=%VENV%\archdraw-stamp"

if /i "%~1"=="test" goto test
if /i "%~1"=="check" if "%~2"=="" goto check
if /i "%~1"=="bench" goto bench
for %%C in (analyse check rules consistency explain simulate what-if diff merge estimate reliability mesh export layout screenshot kinds plugins schema doctor --version) do if /i "%~1"=="%%C" goto command

call :set_up requirements.lock || exit /b 1
if "%~1"=="" (
    "%PYTHON%" -m archdraw "%ROOT%resources\samples\url-shortener.adraw"
) else (
    "%PYTHON%" -m archdraw %*
)
exit /b %ERRORLEVEL%

:command
call :set_up requirements.lock || exit /b 1
"%PYTHON%" -m archdraw %*
exit /b %ERRORLEVEL%

:test
call :rest %*
call :set_up requirements-dev.lock || exit /b 1
cd /d "%ROOT%"
call :checks
rem The tests run even after a fault; their summary names the checks, and pytest's line is the last one.
set "ARCHDRAW_FAILED_CHECKS=%FAULTS%"
if defined REST set REST=%REST:--nightly=-m nightly --timeout 3600%
if defined REST set REST=%REST:--quick=-m "not nightly and not slow"%
"%PYTHON%" -m pytest -n 2 %REST%
if errorlevel 1 exit /b 1
if defined FAULTS exit /b 1
exit /b 0

:check
call :set_up requirements-dev.lock || exit /b 1
cd /d "%ROOT%"
call :checks
if defined FAULTS echo run: faults found by:%FAULTS% 1>&2 & exit /b 1
exit /b 0

:bench
call :rest %*
call :set_up requirements-dev.lock || exit /b 1
cd /d "%ROOT%"
"%PYTHON%" tests\benchmarks %REST%
exit /b %ERRORLEVEL%

rem Everything after the command.
:rest
set "REST="
:rest_next
shift
if "%~1"=="" exit /b 0
set REST=%REST% %1
goto rest_next

:checks
set "FAULTS="
"%PYTHON%" -m ruff check || set "FAULTS=%FAULTS% ruff"
"%PYTHON%" -c "from importlinter.cli import lint_imports_command as check; check()" --no-logo || call set "FAULTS=%%FAULTS%% import-linter"
"%PYTHON%" -m mypy || call set "FAULTS=%%FAULTS%% mypy"
exit /b 0

rem Installs the locked set once; the stamp holds what it was made from.
:set_up
set "LOCK=%~1"
call :fingerprint requirements-dev.lock
set "DEVELOPMENT=%PRINT%"
call :fingerprint %LOCK%
set "FOUND="
if exist "%STAMP%" set /p FOUND=<"%STAMP%"
if exist "%PYTHON%" if "%FOUND%"=="%PRINT%" exit /b 0
rem The set with the development tools also serves for running.
if exist "%PYTHON%" if "%FOUND%"=="%DEVELOPMENT%" exit /b 0
where uv >nul 2>&1 && goto set_up_with_uv

set "BASE=py -3"
%BASE% -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>&1 || set "BASE=python"
%BASE% -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>&1 || (
    echo run: ArchDraw needs Python 3.11 or newer, and none was found. Install it from python.org, or install uv. 1>&2
    exit /b 1
)
if not exist "%PYTHON%" %BASE% -m venv "%VENV%" || exit /b 1
"%PYTHON%" -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r "%ROOT%%LOCK%" || exit /b 1
"%PYTHON%" -m pip install --quiet --disable-pip-version-check --no-deps -e "%ROOT%." || exit /b 1
goto set_up_done

:set_up_with_uv
if not exist "%PYTHON%" uv venv --quiet --python ">=3.11" "%VENV%" || exit /b 1
uv pip install --quiet --python "%PYTHON%" --no-deps --require-hashes --compile-bytecode -r "%ROOT%%LOCK%" || exit /b 1
uv pip install --quiet --python "%PYTHON%" --no-deps -e "%ROOT%." || exit /b 1

:set_up_done
rem Without byte code a start takes twice as long.
"%PYTHON%" -m compileall -q "%ROOT%src"
>"%STAMP%" echo %PRINT%
exit /b 0

:fingerprint
set "PRINT="
for /f "skip=1 delims=" %%H in ('certutil -hashfile "%ROOT%%~1" SHA256') do if not defined PRINT set "PRINT=%~1:%%H"
exit /b 0
