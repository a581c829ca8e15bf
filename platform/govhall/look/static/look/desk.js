/* Comfort only: every page works without it. Written for browsers five years old. */
(function () {
  'use strict';

  function say(sentence) {
    var notice = document.getElementById('notice');
    var line = document.createElement('p');
    line.className = 'said error';
    line.setAttribute('role', 'alert');
    line.textContent = sentence;
    notice.textContent = '';
    notice.appendChild(line);
  }

  /* A button or link that names its key (data-key="F8") is pressed by it. */
  document.addEventListener('keydown', function (event) {
    if (!/^F\d+$/.test(event.key) || event.altKey || event.ctrlKey || event.metaKey) { return; }
    var target = document.querySelector('[data-key="' + event.key + '"]:not([disabled])');
    if (target) {
      event.preventDefault();
      target.click();
    }
  });

  document.addEventListener('click', function (event) {
    if (event.target.closest('[data-print]')) { window.print(); }
  });

  /* Submitting twice with an impatient hand: the second one never leaves. */
  document.addEventListener('submit', function (event) {
    if (event.defaultPrevented || event.target.method !== 'post') { return; }
    if (event.target.getAttribute('data-sent')) { event.preventDefault(); return; }
    event.target.setAttribute('data-sent', '1');
  });
  window.addEventListener('pageshow', function () {
    document.querySelectorAll('form[data-sent]').forEach(function (form) { form.removeAttribute('data-sent'); });
  });

  /* On a slow machine somebody types before the scripts are there, and that input has told nobody. */
  window.addEventListener('load', function () {
    document.querySelectorAll('[hx-trigger*="typed-early"]').forEach(function (field) {
      if (field.value !== field.defaultValue) { field.dispatchEvent(new Event('typed-early')); }
    });
  });

  /* A failure that says where it belongs goes there, whatever its status; the rest of the page stays. */
  document.addEventListener('htmx:beforeSwap', function (event) {
    if (event.detail.xhr.getResponseHeader('HX-Retarget')) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
  document.addEventListener('htmx:sendError', function () {
    say('没有连上服务器，填的内容还在，请稍后再点一次。');
  });
  document.addEventListener('htmx:responseError', function () {
    say('这一步没有办成，填的内容还在，请过一会儿再点一次。');
  });
}());
