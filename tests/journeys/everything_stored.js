() => new Promise((resolve, reject) => {
  const opening = indexedDB.open("handbook");
  opening.onerror = reject;
  opening.onsuccess = () => {
    const database = opening.result;
    const names = [...database.objectStoreNames];
    const transaction = database.transaction(names);
    const found = {local: {...localStorage}, session: {...sessionStorage}};
    for (const name of names)
      transaction.objectStore(name).getAll().onsuccess = ({target}) => { found[name] = target.result; };
    transaction.oncomplete = () => { database.close(); resolve(JSON.stringify(found)); };
  };
})
